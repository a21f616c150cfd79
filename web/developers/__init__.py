"""The senders' pages: the guides of docs/ and the reference of the API, written as plain HTML when the app is built."""
