"""Why a network answers as it does, and how a step changes it, in numbers that add up."""
