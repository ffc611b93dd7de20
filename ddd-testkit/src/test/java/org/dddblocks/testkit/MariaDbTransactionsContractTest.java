package org.dddblocks.testkit;

import org.junit.jupiter.api.Tag;

@Tag("services")
class MariaDbTransactionsContractTest extends TransactionsContract implements OnMariaDb {}
