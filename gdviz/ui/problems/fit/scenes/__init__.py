"""Ready-made scenes of the data pages: a sentence, a link, and the sentence as a claim that is tested.

A claim is called with the finished race, a `gdviz.ui.race.outcome.Outcome`.
"""
