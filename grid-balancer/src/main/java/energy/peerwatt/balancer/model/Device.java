package energy.peerwatt.balancer.model;

/** A device whose power can be planned. Its id is unique in the community. */
public sealed interface Device permits Battery, HeatPump, Charger, Appliance {

    String id();

    Connection connection();
}
