package org.dddblocks.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class EventIdsTest {
    @Test
    void an_id_is_a_uuid_of_version_7_that_tells_its_millisecond() {
        long before = System.currentTimeMillis();
        UUID id = EventIds.next();

        assertThat(id.version()).isEqualTo(7);
        assertThat(id.variant()).isEqualTo(2);
        assertThat(id.getMostSignificantBits() >>> 16).isBetween(before, System.currentTimeMillis() + 1000);
    }

    @Test
    void ids_grow_under_many_threads_and_none_comes_twice() throws Exception {
        int threads = 8;
        CyclicBarrier start = new CyclicBarrier(threads);
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            List<Future<List<String>>> runs = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                runs.add(pool.submit(taking(20_000, start)));
            }
            Set<String> all = new HashSet<>();
            for (Future<List<String>> run : runs) {
                List<String> ids = run.get(120, TimeUnit.SECONDS);
                assertThat(ids).isSortedAccordingTo(Comparator.naturalOrder()).doesNotHaveDuplicates();
                all.addAll(ids);
            }
            assertThat(all).hasSize(threads * 20_000);
        } finally {
            pool.shutdownNow();
        }
    }

    private static Callable<List<String>> taking(int count, CyclicBarrier start) {
        return () -> {
            List<String> ids = new ArrayList<>(count);
            start.await(120, TimeUnit.SECONDS);
            for (int i = 0; i < count; i++) {
                ids.add(EventIds.next().toString());
            }
            return ids;
        };
    }

    @Test
    void ids_grow_when_the_clock_is_set_back() {
        long now = System.currentTimeMillis();
        UUID first = EventIds.next(now);
        UUID second = EventIds.next(now - 60_000);

        assertThat(second.toString()).isGreaterThan(first.toString());
    }
}
