package org.dddblocks.shop.ordering.model;

final class Words {
    private Words() {}

    static void notBlank(String what, String value) {
        if (value.isBlank()) {
            throw new IllegalArgumentException(what + " is blank; it must have at least one visible character.");
        }
    }
}
