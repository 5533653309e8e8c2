// A phone, however it is held, is a small window: its sidebar is closed at first. Streamlit looks at the
// width alone; a phone held sideways has that for a sidebar, but none for the picture then. The cookie goes
// along when the connection is opened, and shell.py reads it.
{
  const small = Math.min(innerWidth, innerHeight) <= 480;
  document.cookie = `gdviz-small=1; path=/; SameSite=Strict${small ? '' : '; max-age=0'}`;
}
