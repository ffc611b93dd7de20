package org.dddblocks.shop.replay;

import java.math.BigDecimal;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What a replay must come to, calculated straight over the rows: no events, no database, no shop. */
final class Reference {
    private static final Set<String> SERVICES =
            Set.of("POST", "DOT", "C2", "M", "D", "S", "BANK CHARGES", "AMAZONFEE", "CRUK", "B");

    final Set<String> orderIds = new HashSet<>();
    final Set<String> products = new HashSet<>();
    final Map<String, BigDecimal> countries = new TreeMap<>();
    final Map<String, Long> ordersByCountry = new TreeMap<>();
    final Set<String> notesWithGoods = new HashSet<>();
    final Set<String> ordersConcerned = new HashSet<>();
    BigDecimal goods = BigDecimal.ZERO;
    BigDecimal charges = BigDecimal.ZERO;
    BigDecimal ledger = BigDecimal.ZERO;
    BigDecimal goodsRefund = BigDecimal.ZERO;
    BigDecimal chargesRefund = BigDecimal.ZERO;
    BigDecimal allRows = BigDecimal.ZERO;
    long orders;
    long guestOrders;
    long units;
    long creditedUnits;
    long matchedUnits;
    long writtenOff;

    private record Open(String order, int[] units) {}

    private final Map<String, Deque<Open>> openByCustomerAndProduct = new HashMap<>();

    static Reference of(List<Row> rows) {
        Reference reference = new Reference();
        rows.stream().filter(Reference::isOrderLine).forEach(row -> {
            if (reference.orderIds.add(row.invoice())) reference.order(row);
        });
        rows.forEach(reference::add);
        return reference;
    }

    private void order(Row row) {
        orders++;
        ordersByCountry.merge(row.country(), 1L, Long::sum);
        if (row.customer().isEmpty()) guestOrders++;
    }

    private void add(Row row) {
        BigDecimal amount = row.unitPrice().multiply(BigDecimal.valueOf(row.quantity()));
        allRows = allRows.add(amount);
        char kind = row.invoice().charAt(0);
        boolean service = SERVICES.contains(row.stockCode()) || row.stockCode().startsWith("GIFT_");
        if (kind == 'A') ledger = ledger.add(amount);
        else if (kind == 'C' && service) chargesRefund = chargesRefund.subtract(amount);
        else if (kind == 'C') cancel(row, amount);
        else if (service && !orderIds.contains(row.invoice())) ledger = ledger.add(amount);
        else if (service) charge(row, amount);
        else if (isOrderLine(row)) sell(row, amount);
        else if (row.quantity() < 0) writtenOff -= row.quantity();
    }

    private void charge(Row row, BigDecimal amount) {
        charges = charges.add(amount);
        countries.merge(row.country(), amount, BigDecimal::add);
    }

    private void sell(Row row, BigDecimal amount) {
        goods = goods.add(amount);
        countries.merge(row.country(), amount, BigDecimal::add);
        units += row.quantity();
        products.add(row.stockCode());
        row.customer()
                .ifPresent(customer -> openByCustomerAndProduct
                        .computeIfAbsent(customer + "/" + row.stockCode(), key -> new ArrayDeque<>())
                        .push(new Open(row.invoice(), new int[] {row.quantity()})));
    }

    private void cancel(Row row, BigDecimal amount) {
        notesWithGoods.add(row.invoice());
        goodsRefund = goodsRefund.subtract(amount);
        int wanted = -row.quantity();
        creditedUnits += wanted;
        Deque<Open> open = openByCustomerAndProduct.get(row.customer().orElse("?") + "/" + row.stockCode());
        while (open != null && wanted > 0 && !open.isEmpty()) {
            Open newest = open.peek();
            int taken = Math.min(wanted, newest.units()[0]);
            newest.units()[0] -= taken;
            wanted -= taken;
            matchedUnits += taken;
            ordersConcerned.add(newest.order());
            if (newest.units()[0] == 0) open.pop();
        }
    }

    private static boolean isOrderLine(Row row) {
        boolean service = SERVICES.contains(row.stockCode()) || row.stockCode().startsWith("GIFT_");
        boolean sale = Character.isDigit(row.invoice().charAt(0)) && !service && row.quantity() > 0;
        return sale && (row.unitPrice().signum() > 0 || row.customer().isPresent());
    }
}
