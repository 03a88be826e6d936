package energy.peerwatt.balancer.forecast;

import energy.peerwatt.time.DeliveryInterval;

/**
 * Measured net energy of one metering point in one interval.
 *
 * @param wattHours import minus export in Wh; positive is taken from the grid, negative given to it
 */
public record NetEnergy(DeliveryInterval interval, long wattHours) {}
