"""There is no async in Refscope: importing this says so."""

raise ImportError("Refscope has no async: the language's async and await are not supported, "
                  "and asyncio is not there", name="asyncio")
