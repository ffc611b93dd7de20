package org.dddblocks.shop.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.dddblocks.shop.ShopConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ParkedRowsTest {
    private static final MalformedRow ROW = MalformedRow.of(7, "Quantity is 0", "536365,85123A,\u0000X,0");

    @TempDir
    Path folder;

    @Test
    void a_row_is_parked_once_for_each_content_and_survives_the_end_of_the_process() throws Exception {
        ShopConfig config = ShopConfig.inFolder(folder);
        for (int run = 0; run < 2; run++) {
            try (ParkedRows parked = ParkedRows.in(config)) {
                parked.park("content-1", ROW);
                parked.park("content-2", ROW);
            }
        }

        try (ParkedRows parked = ParkedRows.in(config)) {
            assertThat(parked.count()).isEqualTo(2);
            assertThat(parked.of("content-1", 10)).containsExactly(ROW);
        }
    }

    @Test
    void a_long_row_is_parked_shortened_instead_of_not_at_all() throws Exception {
        try (ParkedRows parked = ParkedRows.in(ShopConfig.inFolder(folder))) {
            parked.park("content", new MalformedRow(2, "r".repeat(5_000), "t".repeat(5_000)));

            assertThat(parked.of("content", 10))
                    .singleElement()
                    .satisfies(row -> assertThat(row.text()).hasSize(500));
        }
    }
}
