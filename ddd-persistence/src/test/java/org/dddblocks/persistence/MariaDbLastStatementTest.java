package org.dddblocks.persistence;

import org.junit.jupiter.api.Tag;

@Tag("services")
class MariaDbLastStatementTest extends LastStatementTest {}
