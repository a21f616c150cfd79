"""The laptop: the whole operator on one machine, with every outside party simulated. Never part of what is deployed."""
