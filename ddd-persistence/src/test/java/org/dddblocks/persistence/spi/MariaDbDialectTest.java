package org.dddblocks.persistence.spi;

import org.junit.jupiter.api.Tag;

@Tag("services")
class MariaDbDialectTest extends DialectTest {}
