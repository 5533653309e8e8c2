"""Parts of a page that run alone where a change concerns no other."""
