package energy.peerwatt.matching.cluster;

import energy.peerwatt.matching.cluster.EngineAddress.Member;
import java.util.List;

/** What a member's ports are for. */
enum Port {
    INGRESS(0),
    CONSENSUS(1),
    LOG(2),
    CATCH_UP(3),
    ARCHIVE(4);

    private final int offset;

    Port(int offset) {
        this.offset = offset;
    }

    String of(Member member) {
        return member.host() + ":" + (member.portBase() + offset);
    }

    /** All members in the form that the consensus module reads. */
    static String clusterMembers(List<Member> members) {
        StringBuilder text = new StringBuilder();
        for (int id = 0; id < members.size(); id++) {
            text.append(id);
            for (Port port : values()) {
                text.append(',').append(port.of(members.get(id)));
            }
            text.append('|');
        }
        return text.toString();
    }

    /** Where clients send to, in the form that the cluster client reads. */
    static String ingressEndpoints(List<Member> members) {
        StringBuilder text = new StringBuilder();
        for (int id = 0; id < members.size(); id++) {
            text.append(id == 0 ? "" : ",").append(id).append('=');
            text.append(INGRESS.of(members.get(id)));
        }
        return text.toString();
    }
}
