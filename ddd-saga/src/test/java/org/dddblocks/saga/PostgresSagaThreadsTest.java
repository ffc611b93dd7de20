package org.dddblocks.saga;

import org.junit.jupiter.api.BeforeAll;

class PostgresSagaThreadsTest extends SagaThreadsContract {
    private static World world;

    @BeforeAll
    static void open() {
        world = new World(TestDatabases.postgres());
    }

    @Override
    protected World world() {
        return world;
    }
}
