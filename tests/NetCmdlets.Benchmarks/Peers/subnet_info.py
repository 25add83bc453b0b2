"""The fields of Get-SubnetInfo with the ipaddress module, over the networks of a file. Prints the milliseconds."""
import ipaddress
import sys
import time


def fields(text):
    interface = ipaddress.ip_interface(text)
    network = interface.network
    bits = network.max_prefixlen
    first, last = network.network_address, network.broadcast_address
    small = network.prefixlen >= bits - 1 or network.version == 6
    return (
        network.with_prefixlen,
        str(interface.ip),
        str(first),
        str(last),
        network.prefixlen,
        str(network.netmask),
        str(network.hostmask),
        str(first if small else first + 1),
        str(last if small else last - 1),
        network.num_addresses if small else network.num_addresses - 2,
        network.num_addresses,
        network.version,
        network.is_private,
        format(int(interface.ip), "0%db" % bits),
        format(int(network.netmask), "0%db" % bits),
        format(int(first), "0%db" % bits),
        first.reverse_pointer,
    )


with open(sys.argv[1]) as file:
    networks = file.read().split()
start = time.perf_counter()
results = [fields(network) for network in networks]
print((time.perf_counter() - start) * 1000)
assert len(results) == len(networks)
