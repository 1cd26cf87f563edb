"""A deck's folder → a local page that shows every slide as it will look, and follows each save.

`session` makes states of the deck, again and again; `watch` says when; `app` hands states and pictures to pages; `serve` ties
the three together and holds the port. `page/` is what the browser gets: plain HTML, CSS and JavaScript.
"""
