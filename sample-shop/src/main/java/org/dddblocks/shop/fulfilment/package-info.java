/**
 * Leads one order from placed to delivered: accept, reserve, authorise, capture, ship, complete; backwards if the stock
 * or the bank says no.
 *
 * <p>A saga. It knows the commands and messages of the four contexts and nothing inside them, and keeps nothing but its
 * own list of cases.
 */
@NullMarked
package org.dddblocks.shop.fulfilment;

import org.jspecify.annotations.NullMarked;
