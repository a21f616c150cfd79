"""The operations' door: a command line for the few things the AWS console does not do."""
