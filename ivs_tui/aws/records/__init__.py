"""One struct for every output shape of the API."""
