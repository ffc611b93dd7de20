package org.dddblocks.shop.replay;

import java.math.BigDecimal;
import java.time.LocalDateTime;
import java.util.Optional;

/**
 * One well-formed row of the file.
 * @param line the line in the file; the header is line 1
 * @param invoice digits, with a leading {@code C} for a credit note or {@code A} for a bad-debt adjustment
 * @param stockCode in upper case: {@code 85123a} and {@code 85123A} are one product
 * @param description as it stands in the file, blanks included; may be empty
 * @param quantity never 0; negative on credit notes and for goods that were written off
 * @param time UK local time
 * @param unitPrice pounds, exact, at most three decimals
 * @param customer empty for a guest and for internal bookings
 * @param country as it stands in the file
 */
record Row(
        long line,
        String invoice,
        String stockCode,
        String description,
        int quantity,
        LocalDateTime time,
        BigDecimal unitPrice,
        Optional<String> customer,
        String country) {

    /** {@return quantity times unit price, exact} */
    BigDecimal amount() {
        return unitPrice.multiply(BigDecimal.valueOf(quantity));
    }

    RowClass rowClass() {
        return RowClass.of(this);
    }
}
