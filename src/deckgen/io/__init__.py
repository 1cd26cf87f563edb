"""Reading files that a stranger may have chosen, and writing files that other programs may read at any moment.

`confined` reads the files that content, brands and folders name: only regular files inside the project. `atomic` writes a file
completely or not at all. `journal` writes several files so that the next command can finish an interrupted change. `lock` lets
one command at a time change a project. `replaceable` decides which files a command may overwrite. `programs` finds programs in
trusted folders, `project` finds projects, decks and brands.
"""
