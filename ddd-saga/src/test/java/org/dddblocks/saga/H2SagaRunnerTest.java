package org.dddblocks.saga;

import org.junit.jupiter.api.BeforeAll;

class H2SagaRunnerTest extends SagaRunnerContract {
    private static World world;

    @BeforeAll
    static void open() {
        world = new World(TestDatabases.h2());
    }

    @Override
    protected World world() {
        return world;
    }
}
