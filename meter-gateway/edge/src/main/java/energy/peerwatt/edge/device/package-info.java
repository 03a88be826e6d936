/**
 * What the gateway knows about devices: the commissioned list, the drivers that read them, and the
 * sample that a reading of one device gives.
 *
 * <p>A driver turns registers into a {@link energy.peerwatt.edge.device.DeviceSample}; whatever it
 * does not know is absent from the sample. Adding a plain register meter means adding a profile
 * YAML file, not code.
 *
 * <p>Values are immutable. A driver is used by one thread.
 */
@NullMarked
package energy.peerwatt.edge.device;

import org.jspecify.annotations.NullMarked;
