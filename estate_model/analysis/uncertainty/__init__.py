"""How sure: what a run's headline numbers would be if its parameters were other than taken.

``headline_of`` turns results into the ``headline`` question, ``headline_numbers`` answers it for many draws,
``draws`` makes the draws, ``local`` says how far single postcodes and small areas add to the error,
``intervals`` gives a 90% range to every headline number and ``sensitivity`` moves one parameter at a time.
Nothing is routed again: every answer comes from the travel times a run has.
"""
