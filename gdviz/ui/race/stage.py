"""A page of a race, whole: scenes, the player, the controls in the sidebar, the tabs below."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from functools import partial
from typing import Any, NamedTuple

import streamlit as st

from gdviz.player.scene.wire import header_of, with_more
from gdviz.player.web.mount import show as show_player
from gdviz.ui import current, state, turns
from gdviz.ui.problems.kinds import problem_of
from gdviz.ui.problems.local import looked, told_place
from gdviz.ui.problems.planes import PlaneRefused
from gdviz.ui.problems.problem import Race
from gdviz.ui.race import controls, foreseen, hand, places, results, run_controls, scenes
from gdviz.ui.race.parts import part
from gdviz.ui.race.parts.polled import in_turn, run_again
from gdviz.ui.runs.pictures import scene_bytes, searched
from gdviz.ui.spec.page import Page
from gdviz.ui.spec.spec import Spec
from gdviz.ui.widgets import markdown
from gdviz.ui.widgets.binding import Binding
from gdviz.ui.widgets.fields import segments

# Seconds that the browser is given to paint a changed picture before it gets the rest of the page, which
# keeps it busy for longer than the picture does.
PAINTING = 0.05
Beside = Callable[[Race, int], None]  # draws something about a race, and the competitor in focus


class Above(NamedTuple):
    """What stands above a player: a heading, which is there at once, and what is drawn below that."""

    heading: str
    draw: Beside


def show(page: Page, beside: Beside | None = None, *, above: Above | None = None) -> None:
    """Show a page of a race.

    `beside` draws what the page has besides the player, below it, and `above` what comes first; each is a
    part of the page that runs alone while only that part changes.
    """
    complaints = current.open_link(page)
    m = state.memory()
    complaints = m["complaints"] = complaints or m.pop("complaints kept", [])
    spec = current.from_choices()
    current.write_link(spec)
    scenes.picker(page, spec)
    place = nullcontext() if above is None else _place_above(page, above.heading)
    for key in ("held", "unchosen"):  # of a request that was not answered alone
        m.pop(key, None)
    before = m.get("shown")
    sidebar = st.sidebar.container()  # opens the sidebar: the player has its width from the start
    others = {part.ABOVE: above and above.draw, part.BESIDE: beside}
    with part.whole(spec, [key for key, draw in others.items() if draw]):
        _play(page, spec, complaints)
        _let_others(before not in (None, m["shown"]))
        with sidebar:  # after the player, which everybody looks at
            _controls(page, spec)
        if above is not None:
            with place:
                part.part(part.ABOVE, _beside)(spec, above.draw)
        if beside is not None:
            with st.container(key=f"beside-{page.key}"):
                part.part(part.BESIDE, _beside)(spec, beside)
        results.tabs(spec, part.part(part.BELOW, _below))


def _let_others(changed: bool) -> None:
    """Before the rest of a page let others have their pictures, or else the browser paint this one's."""
    waited_for = turns.short.waited_for()
    if waited_for or changed:
        turns.short.fall_behind(turns.AROUND, 0.0 if waited_for else PAINTING)


def _beside(_: Spec, draw: Beside) -> None:
    """Draw what stands beside the race that is shown."""
    draw(*part.shown())


def _below(_: Spec, fill: Beside) -> None:
    """Fill the tab that is open below the picture, once that is complete."""
    race, focus = part.shown()
    _complete(race, focus)
    fill(race, focus)


def _complete(race: Race, focus: int) -> None:
    """Show the picture with what it did not wait for, once that is found.

    The next run waits for it, so that it is the last one even where nothing keeps what was found.
    """
    if race.left_out and searched(race, focus, _followed_step(race.spec)):
        state.memory()["search"] = True
        run_again()


def _followed_step(spec: Spec) -> int | None:
    """Return the step at which the run in focus has the parameters that are not drawn."""
    return state.page_choices().get("play step") if problem_of(spec).follows(spec) else None


def _place_above(page: Page, heading: str) -> AbstractContextManager[Any]:
    """Draw a heading and return the place below it.

    What stands there is computed after the picture was sent.
    """
    place = st.container(key=f"above-{page.key}")
    place.subheader(heading, anchor=False)
    return place


def _controls(page: Page, spec: Spec) -> None:
    """Draw the controls in the sidebar."""
    if page.also:
        label, usual = page.chosen
        usual = usual or problem_of(page.first_shown).noun
        binding = Binding("kind", spec.kind, current.change_kind)
        segments(binding, label, ["", *page.also], label_of=lambda k: (k or usual).capitalize())
    problem_of(spec).controls(spec)
    run_controls.start_controls(spec)
    controls.optimizer_controls(spec)
    controls.schedule_controls()
    run_controls.group("steps", spec)
    run_controls.more_controls(spec)


@st.fragment(key=part.PICTURE)
def _play(page: Page, spec: Spec, complaints: list[str]) -> None:
    """Draw the picture of a choice.

    While something is dragged in the player, this part of the page runs alone, with the choices as they are
    then. Whatever else happens in the player concerns the whole page.
    """
    m = state.memory()
    if m.get("whole run"):
        m["race"], m["focus shown"] = _show(page, spec, complaints, frozenset())
        return
    held = m.pop("held", None)
    if part.follows(part.PICTURE):
        _follow(page)
        return
    if held is None:
        st.rerun()
    with in_turn() as waited:
        m["waited"] = waited
        _, m["focus shown"] = _show(page, current.from_choices(), [], held)


def _follow(page: Page) -> None:
    """Draw the picture after a change that concerns few parts of the page."""
    m = state.memory()
    with part.alone(part.PICTURE) as spec:
        if part.is_overtaken():  # something else was changed in the same moment
            st.rerun()
        current.write_link(spec)
        m["race"], m["focus shown"] = _show(page, spec, [], frozenset())
    _let_others(changed=True)


def _show(page: Page, spec: Spec, complaints: list[str], held: frozenset[str]) -> tuple[Race, int]:
    choices = state.page_choices()
    # all is computed before anything is sent: then what is sent leaves together
    began = time.perf_counter()
    data, race, focus, refusal = scene_or_last(spec, held)
    sliders, step = hand.controls_of(spec), _followed_step(race.spec)
    wish = None if refusal or step is not None else state.memory().pop("ahead", None)
    ahead = _ahead(wish, time.perf_counter() - began, race, held) if wish else []
    told = with_more(data, **hand.said(sliders), **_told(race, focus, step))
    state.memory()["shown"] = race.spec
    with st.container(key="told"):  # of a fixed height, so that the player stays where it is
        if refusal:
            st.error(refusal, icon=":material/info:")
        for complaint in complaints:
            st.warning(markdown.escape(complaint), icon=":material/link_off:")
        for complaint in race.complaints:
            st.warning(markdown.escape(complaint), icon=":material/info:")
        st.caption(scenes.sentence(page, spec))
        if conditions := run_controls.conditions(spec):
            st.caption(f":material/tune: {markdown.escape(conditions)}")
    movers = places.movers(spec if refusal else race.spec)  # a window is one of the picture that is shown

    def start_at(place: Any) -> None:
        hand.take({"start": place}, {"start": lambda value: places.start_at(spec, value)})
        state.begin()

    def rest_at(rest: Any) -> None:
        path = race.competitors[focus].path if race.competitors else None
        hand.take({"rest": rest}, {"rest": lambda value: places.rest_at(race.spec, path, value)})

    def whole_page(act: Callable[[Any], object]) -> Callable[[Any], None]:
        def call(value: Any) -> None:
            hand.change_page()
            act(value)

        return call

    show_player(
        told,
        key=f"player:{page.key}",
        on_start=whole_page(start_at),
        on_focus=whole_page(lambda picked: choices.update(focus=picked["slug"])),
        on_window=whole_page(lambda sides: hand.take({"window": sides}, movers)),
        on_slice=whole_page(rest_at),
        on_reset=whole_page(lambda _: current.reset()),
        on_hand=lambda moved: hand.moved(sliders, moved, movers),
        on_whole=whole_page(lambda _: None),
        then=hand.follow,
        is_open=partial(state.is_open, page.key),
        opened=state.opened(),
        page=page.key,
        more={"sent": state.number_sent(header_of(told))},
        ahead=(wish.key if wish else "", ahead),
    )
    return race, focus


def _told(race: Race, focus: int, step: int | None) -> dict[str, Any]:
    """Return what the player is told of a race's problem."""
    followed = race.competitors[focus].path if race.competitors else None
    asked = race.spec, followed, step
    return {**problem_of(race.spec).told(*asked), **looked(*asked), **told_place(race.spec, followed)}


def _ahead(wish: foreseen.Wish, spent: float, shown: Race, held: frozenset[str]) -> list[tuple[float, bytes]]:
    """Return scenes for values that a slider may reach next; of those that change more than a run, none."""

    def scene() -> bytes | None:
        spec = current.from_choices()
        try:
            data, race, focus = scene_bytes(spec, state.page_choices().get("focus", ""), None, held)
        except ValueError:
            return None  # nobody has asked for it yet; whoever does is told
        if race.complaints != shown.complaints:
            return None  # they stand above the player
        controls = hand.described(hand.controls_of(spec), {})
        return with_more(data, controls=controls, refused={}, **_told(race, focus, None))

    return foreseen.scenes(wish, state.memory().get("waited", 0.0), spent, scene)


def scene_or_last(spec: Spec, held: frozenset[str] = frozenset()) -> tuple[bytes, Race, int, str]:
    """Return the player's bytes of the choice, its race, which competitor is in focus, and "".

    Where the choice cannot be drawn: those of the last one that could be, and why.
    """
    m = state.memory()
    try:
        out = _scene(spec, held)
    except ValueError as error:
        why = markdown.escape(str(error).rstrip("."))
        shown = "the last one that could" if "last drawn" in m else "the usual one"
        refusal = (
            f"This choice cannot be drawn: {why}. Shown is {shown}; change what is named here, "
            "or use the browser's Back."
        )
        return *_scene(m.get("last drawn", state.default())), refusal
    m["last drawn"] = spec
    return *out, ""


def _scene(spec: Spec, held: frozenset[str] = frozenset()) -> tuple[bytes, Race, int]:
    """Return the player's bytes of a choice, its race, and which competitor is in focus.

    Where its plane cannot be taken of the run, the picture is over two parameters, and the race says why.
    """
    focus, search = state.page_choices().get("focus", ""), state.memory().pop("search", False)
    try:
        return scene_bytes(spec, focus, _followed_step(spec), held, search=search)
    except PlaneRefused as error:
        why = f"The plane cannot be shown: {error}. The picture is over two parameters instead."
        instead = current.over_weights(spec)
        data, race, at = scene_bytes(instead, focus, _followed_step(instead), held, search=search)
        return data, race._replace(complaints=(*race.complaints, why)), at
