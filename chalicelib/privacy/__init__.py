"""People's rights over their own data: taking all of it home (registerutdrag, dataportabilitet)."""
