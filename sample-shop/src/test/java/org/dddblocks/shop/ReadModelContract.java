package org.dddblocks.shop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.dddblocks.shop.Shopping.DAY;
import static org.dddblocks.shop.Shopping.creditNote;
import static org.dddblocks.shop.Shopping.endDay;
import static org.dddblocks.shop.Shopping.order;
import static org.dddblocks.shop.Shopping.place;
import static org.dddblocks.shop.Shopping.pounds;
import static org.dddblocks.shop.Shopping.stock;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.util.List;
import org.dddblocks.shop.ordering.application.OrderingTotals;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The totals come from the stored events and from nothing else, on any database. */
abstract class ReadModelContract {
    private ShopConfig config;
    private Shop shop;

    /** An empty database. */
    abstract ShopConfig fresh();

    @BeforeEach
    void open() {
        config = fresh();
        shop = Shop.open(config);
        shop.inventory().open(List.of(stock("HEART", 50), stock("LANTERN", 50)));
        place(shop, order("A", "HEART 6", "LANTERN 1"), order("B", "HEART 2"));
        shop.ordering().issue(creditNote("C1", DAY, "HEART 1"));
        shop.drain(Shopping.PATIENCE);
        endDay(shop);
    }

    @AfterEach
    void close() {
        shop.close();
    }

    @Test
    void a_rebuild_gives_the_same_totals() {
        OrderingTotals before = shop.ordering().totals();
        assertThat(before.total()).isEqualTo(pounds("22.50"));
        assertThat(before.completed()).isEqualTo(2);
        shop.ordering().rebuildReadModels();
        assertThat(shop.ordering().totals()).isEqualTo(before);
    }

    @Test
    void a_price_altered_in_the_store_shows_after_a_rebuild() throws Exception {
        assertThat(shop.ordering().totals().total()).isEqualTo(pounds("22.50"));
        // Six hearts of order A at 2.501 instead of 2.50.
        int altered = sql(
                "update ordering.ddd_event set payload = replace(payload, '\"quantity\":6,\"unitPrice\":{\"amount\":\"2.50\"',"
                        + " '\"quantity\":6,\"unitPrice\":{\"amount\":\"2.501\"')"
                        + " where stream_id = 'A' and payload like '%\"quantity\":6%'");
        assertThat(altered).isEqualTo(1);
        assertThat(shop.ordering().totals().total()).isEqualTo(pounds("22.50"));
        shop.ordering().rebuildReadModels();
        assertThat(shop.ordering().totals().total()).isEqualTo(pounds("22.506"));
    }

    @Test
    void an_event_deleted_from_the_store_is_missing_after_a_rebuild() throws Exception {
        assertThat(sql("delete from ordering.ddd_event where stream_id = 'B' and version = 1"))
                .isEqualTo(1);
        shop.ordering().rebuildReadModels();
        OrderingTotals totals = shop.ordering().totals();
        assertThat(totals.orders()).isEqualTo(1);
        assertThat(totals.total()).isEqualTo(pounds("17.50"));
        assertThat(totals.units()).isEqualTo(7);
    }

    @Test
    void a_credit_note_deleted_from_the_store_is_missing_after_a_rebuild() throws Exception {
        assertThat(shop.ordering().totals().creditNotes().goodsRefund()).isEqualTo(pounds("2.50"));
        assertThat(sql("delete from ordering.ddd_event where stream_id = 'C1'")).isEqualTo(1);
        shop.ordering().rebuildReadModels();
        assertThat(shop.ordering().totals().creditNotes().goodsRefund()).isEqualTo(pounds("0"));
    }

    private int sql(String sql) throws Exception {
        try (Connection connection = DriverManager.getConnection(config.jdbcUrl(), config.user(), config.password());
                PreparedStatement statement = connection.prepareStatement(sql)) {
            return statement.executeUpdate();
        }
    }
}
