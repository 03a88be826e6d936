/**
 * SunSpec information models over Modbus: {@link energy.peerwatt.edge.sunspec.SunSpecChain} finds
 * the models of a unit, {@link energy.peerwatt.edge.sunspec.SunSpecModel} reads one of them.
 *
 * <p>A model is read in one request, so that a value and its scale factor are of one moment. A
 * point that the device does not implement is absent, never zero. Numbers stay integers with a
 * decimal exponent. Source: SunSpec Device Information Model Specification 1.1.
 *
 * <p>Values are immutable; the functions are as thread-safe as the register source they get.
 */
@NullMarked
package energy.peerwatt.edge.sunspec;

import org.jspecify.annotations.NullMarked;
