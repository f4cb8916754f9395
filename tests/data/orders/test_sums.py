"""What is made of sums is the same in whatever order these were added up."""

import numpy as np
import pandas as pd
import pytest


@pytest.mark.parametrize("repeat", [False, True])
def test_half_a_cent_does_not_hang_on_the_order_of_the_lines(read, rng, repeat):
    """A sum of cents by 64 often ends in a half of the last digit that is kept."""
    customers, orders = 40, 64 + repeat
    log = pd.DataFrame(
        {
            "order": np.arange(customers * orders),
            "customer": np.repeat([f"C{i:02d}" for i in range(customers)], orders),
            "date": "2024-01-10",
            "quantity": 1,
            "price": rng.integers(1, 100_000, customers * orders) / 100,
        }
    )
    shuffled = [log.sample(frac=1, random_state=turn) for turn in range(4)]
    tables = [read(one.to_csv(index=False), repeat=repeat)[0] for one in shuffled]
    for other in tables[1:]:
        pd.testing.assert_frame_equal(tables[0], other, check_exact=True)
    by_hand = log.groupby("customer")["price"].sum().round(2)
    assert np.array_equal(tables[0]["monetary"], by_hand)
