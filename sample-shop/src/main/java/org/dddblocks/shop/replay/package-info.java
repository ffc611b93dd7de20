/**
 * Replays real orders from a file of the Online Retail data set through the shop, by rule set R1 of that data's description.
 * <p>It is no bounded context but a client of them: it reads rows, decides what each row is ({@link org.dddblocks.shop.replay.RowClass}),
 * and sends commands to the contexts' application services in the order of the file. What comes of them is read back from the
 * contexts' read models. Each command carries an identity taken from the file, so a replay that was killed is simply run again.
 */
@NullMarked
package org.dddblocks.shop.replay;

import org.jspecify.annotations.NullMarked;
