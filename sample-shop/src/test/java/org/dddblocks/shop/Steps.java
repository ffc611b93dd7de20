package org.dddblocks.shop;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Remembers what the shop reported. */
final class Steps implements ShopListener {
    private final Queue<String> seen = new ConcurrentLinkedQueue<>();

    @Override
    public void handled(String context, Object message) {
        seen.add(context + " <- " + message.getClass().getSimpleName());
    }

    @Override
    public void happened(String context, Object event) {
        seen.add(context + " " + event.getClass().getSimpleName());
    }

    List<String> seen() {
        return List.copyOf(seen);
    }
}
