"""The door to a browser: the screens in a page, behind a guard, on this machine.

- `guard`: who may come in: the hosts and origins, the token, cookies, the passphrase.
- `account`: whose process a connection on this machine comes from.
- `entrance`: what a connection may cost before it is anybody's.
- `page`: the page and its files, with the headers that keep everything else out.
- `process`: how a process of the app is started, and what a window needs of it.
- `warm`: the same by a fork of a process that has loaded the app: see `wiring.forking`.
- `fork_request`: what it and the server say to each other.
- `window`: one process of the app, and the page that shows it.
- `windows`: all of them: how many, how long without a page, how long without a key.
- `server`: the routes, which join these.
- `limits`: every number.

Of textual-serve, what runs in the browser is used, and Textual's protocol between app
and server. Its server is not: it lets any page of any site in. `static/` has what is
ours: a page that finds its window again after a lost connection.
"""
