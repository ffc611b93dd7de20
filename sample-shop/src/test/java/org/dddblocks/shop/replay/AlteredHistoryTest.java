package org.dddblocks.shop.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;
import org.dddblocks.core.Money;
import org.dddblocks.shop.Shop;
import org.dddblocks.shop.ShopConfig;
import org.dddblocks.shop.ordering.application.OrderingTotals;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The totals come from the stored events and from nowhere else: whoever alters history sees it in the sums. */
class AlteredHistoryTest {
    private static final AtomicInteger DATABASES = new AtomicInteger();

    @TempDir
    Path folder;

    private final ShopConfig config = ShopConfig.inMemory("altered-" + DATABASES.incrementAndGet());
    private Shop shop;

    @BeforeEach
    void replay() throws Exception {
        Path file = RetailText.plain(
                folder,
                RetailText.row("100", "A", 6, "2010-12-01 08:26:00", "2.55", "7"),
                RetailText.row("101", "Z", 2, "2010-12-01 08:27:00", "10.00", "8"),
                RetailText.row("C102", "A", -1, "2010-12-01 08:28:00", "2.55", "7"));
        shop = Shop.open(config);
        try (Progress none = new LineProgress(System.err, 4, () -> 0)) {
            assertThat(Replay.of(file).into(shop, config, none, () -> false).consistent())
                    .isTrue();
        }
        assertThat(shop.ordering().totals().goods()).isEqualTo(Money.of("35.30", "GBP"));
    }

    @AfterEach
    void close() {
        shop.close();
    }

    @Test
    void one_altered_price_changes_the_totals_after_a_rebuild() throws Exception {
        assertThat(altered("update ordering.ddd_event set payload = replace(payload, '\"10.00\"', '\"11.01\"')"
                        + " where stream_id = '101' and version = 1"))
                .isEqualTo(1);

        shop.ordering().rebuildReadModels();

        assertThat(shop.ordering().totals().goods()).isEqualTo(Money.of("37.32", "GBP"));
    }

    @Test
    void one_deleted_event_changes_the_totals_after_a_rebuild() throws Exception {
        OrderingTotals before = shop.ordering().totals();
        assertThat(altered("delete from ordering.ddd_event where type_name like '%CreditNoteIssued'"))
                .isEqualTo(1);

        shop.ordering().rebuildReadModels();

        OrderingTotals after = shop.ordering().totals();
        assertThat(before.creditNotes().units()).isEqualTo(1);
        assertThat(after.creditNotes().units()).isZero();
        assertThat(after.goods()).isEqualTo(before.goods());
    }

    @Test
    void an_order_whose_events_are_deleted_is_missing_in_the_totals_and_the_contexts_disagree() throws Exception {
        assertThat(altered("delete from ordering.ddd_event where stream_id = '101'"))
                .isPositive();

        shop.ordering().rebuildReadModels();

        assertThat(shop.ordering().totals().goods()).isEqualTo(Money.of("15.30", "GBP"));
        assertThat(Consistency.of(ShopTotals.of(shop)).disagreements())
                .anySatisfy(each -> assertThat(each).contains("orders: 1, but fulfilments: 2"));
    }

    private int altered(String sql) throws Exception {
        try (Connection connection = DriverManager.getConnection(config.jdbcUrl(), config.user(), config.password());
                Statement statement = connection.createStatement()) {
            return statement.executeUpdate(sql);
        }
    }
}
