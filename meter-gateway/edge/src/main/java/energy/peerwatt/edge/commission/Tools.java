package energy.peerwatt.edge.commission;

/**
 * What a tool needs of the world besides devices and files.
 *
 * @param dialogue with the installer
 */
record Tools(ToolOutput output, Dialogue dialogue, Sighting.Time time) {}
