"""A deck's folder → a local page that shows every slide as it will look, and is updated after each save.

`session` creates a new state of the deck for each change; `watch` reports changes; `app` sends states and pictures to pages;
`serve` connects the three and owns the port. `page/` is what the browser gets: plain HTML, CSS and JavaScript.
"""
