"""The demo city: invented people in a real-sized shape, made through the real services.

``city`` builds the directory, ``staff`` the accounts, ``voices`` six months of messages and what
came of them, ``building`` puts it together, ``command`` opens it all.
"""
