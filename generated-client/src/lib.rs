//! Client for the Tallyfy workflow platform's REST API.
