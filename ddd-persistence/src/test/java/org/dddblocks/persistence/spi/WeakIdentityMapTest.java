package org.dddblocks.persistence.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class WeakIdentityMapTest {
    private final WeakIdentityMap<Object, String> map = new WeakIdentityMap<>();

    @Test
    void equal_objects_have_notes_of_their_own() {
        String one = new String("same");
        String two = new String("same");
        map.put(one, "first");
        assertThat(map.get(one)).isEqualTo("first");
        assertThat(map.get(two)).isNull();
        map.remove(two);
        assertThat(map.get(one)).isEqualTo("first");
        map.remove(one);
        assertThat(map.get(one)).isNull();
    }

    @Test
    void a_note_does_not_keep_its_object_alive() {
        for (int i = 0; i < 100; i++) {
            map.put(new Object(), "spent");
        }
        await().atMost(Duration.ofSeconds(120)).until(() -> {
            System.gc();
            return map.size() == 0;
        });
    }
}
