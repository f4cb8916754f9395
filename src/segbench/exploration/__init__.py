"""What the customers look like before anybody clusters them."""
