package org.dddblocks.eventstore;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.dddblocks.testservers.NodeProcess;
import org.junit.jupiter.api.Test;

/** A JVM may be told to have no common pool. */
class CallbacksWithoutPoolTest {
    @Test
    void who_appends_aside_is_told_also_where_the_common_pool_has_no_threads() throws Exception {
        Process process = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-Djava.util.concurrent.ForkJoinPool.common.parallelism=0",
                        "-cp",
                        NodeProcess.classPath(CallbacksWithoutPoolTest.class),
                        Appending.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isEqualTo(2);
        } finally {
            process.destroyForcibly();
        }
    }

    /** Ends with the number of versions that it was told. */
    static final class Appending {
        private Appending() {}

        public static void main(String[] none) throws Exception {
            int told = 0;
            try (Shop shop = Shop.on(TestDatabase.H2)) {
                for (long version = 0; version < 2; version++) {
                    told += (int) shop.store
                                    .appendAsync(Append.to(
                                            Shop.order("1"), Expected.exactly(version), List.of(Shop.units(1))))
                                    .toCompletableFuture()
                                    .get(60, TimeUnit.SECONDS)
                                    .version()
                            - (int) version;
                }
            }
            Runtime.getRuntime().halt(told);
        }
    }
}
