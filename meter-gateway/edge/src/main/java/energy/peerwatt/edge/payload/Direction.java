package energy.peerwatt.edge.payload;

import energy.peerwatt.edge.device.DeviceRole;

/**
 * Which way a device is mounted.
 *
 * @param reversed true if what the device counts as import is what we call export
 */
record Direction(DeviceRole role, boolean reversed) {

    Direction turned() {
        return new Direction(role, !reversed);
    }
}
