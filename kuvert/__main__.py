"""`python -m kuvert`, the same as `kuvert`."""

from kuvert.commands import main

if __name__ == "__main__":
    main()
