package org.dddblocks.core.example;

import org.dddblocks.core.Entity;

public class OrderLine extends Entity<Order, Integer> {
    public OrderLine() {}

    public OrderLine(int number) {
        super(number);
    }

    public void number(int number) {
        identify(number);
    }
}
