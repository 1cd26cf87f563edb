"""Files that may have come from a stranger → their bytes, and bytes → files: the one way in and the one way out.

`confined` reads what content, brands and folders name: regular files inside the project only. `atomic` writes a file whole
or not at all, `journal` several of them so that an interrupted command can be finished, `lock` keeps two commands that
change one project apart, `replaceable` says what a command may overwrite.
"""
