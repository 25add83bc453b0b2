# Ctrl+C: every cmdlet that waits for a peer ends at once, whatever it waits for, and leaves no connection. Stop() is
# what the engine does for the key; the test at a terminal presses the key itself.
BeforeDiscovery {
    $python = Get-Command python3 -CommandType Application -ErrorAction Ignore
    $unshare = $false
    if ($IsLinux -and (Get-Command unshare -CommandType Application -ErrorAction Ignore)) {
        unshare -m true 2>$null
        $unshare = $LASTEXITCODE -eq 0
    }
}

BeforeAll {
    . $PSScriptRoot/_Import.ps1
    $limit = 20000

    # A server that is connected to and says nothing; the accepted socket tells when its client has gone.
    $silent = [System.Net.Sockets.TcpListener]::new('127.0.0.1', 0)
    $silent.Start()

    # One whose queue is full, so that a connect to it stays unanswered (Linux drops the SYN).
    $full = [System.Net.Sockets.TcpListener]::new('127.0.0.1', 0)
    $full.Start(1)
    $fillers = 1..4 | ForEach-Object {
        $filler = [System.Net.Sockets.Socket]::new('InterNetwork', 'Stream', 'Tcp')
        [void]$filler.ConnectAsync($full.LocalEndpoint)
        $filler
    }

    $runspace = [runspacefactory]::CreateRunspace()
    $runspace.Open()
    $runspace.SessionStateProxy.SetVariable('port', $silent.LocalEndpoint.Port)
    $runspace.SessionStateProxy.SetVariable('hole', $full.LocalEndpoint.Port)
    $runspace.SessionStateProxy.SetVariable('token', [System.Net.NetworkCredential]::new('', 'x').SecurePassword)

    function Start-Shell([string] $Script) {
        $shell = [powershell]::Create()
        $shell.Runspace = $runspace
        [void]$shell.AddScript($Script)
        $shell
    }

    [void](Start-Shell "Import-Module '$manifest'").Invoke()

    function Measure-Socket {
        @([System.IO.Directory]::GetFiles('/proc/self/fd') | ForEach-Object {
                ([System.IO.FileInfo]$_).LinkTarget
            } | Where-Object { $_ -like 'socket:*' }).Count
    }

    function Wait-Until([scriptblock] $State) {
        $end = [datetime]::UtcNow.AddMilliseconds($limit)
        while (-not (& $State)) {
            if ([datetime]::UtcNow -gt $end) { throw "Not so within $limit ms: $State" }
            [System.Threading.Thread]::Yield()
        }
    }

    # Whether the client of a socket has gone, with FIN or RST.
    function Test-Ended($Socket) {
        $Socket.ReceiveTimeout = $limit
        $buffer = [byte[]]::new(65536)
        try {
            while ($Socket.Receive($buffer) -gt 0) { }
            $true
        }
        catch {
            $_.Exception.InnerException.SocketErrorCode -eq 'ConnectionReset'
        }
    }
}

AfterAll {
    $silent.Stop()
    $fillers.Dispose()
    $full.Stop()
    $runspace.Dispose()
}

Describe 'A stop' {
    AfterEach {
        Get-TcpSession | Disconnect-TcpSession -Reset
        Get-NetServer | Stop-NetServer
    }

    It 'ends <Name>, and its connection' -ForEach @(
        @{ Name = 'a TLS handshake of Invoke-TcpRequest'
            Script = 'Invoke-TcpRequest 127.0.0.1 $port x -Tls -TimeoutSeconds 600'
        }
        @{ Name = 'a TLS handshake of Connect-TcpSession'
            Script = 'Connect-TcpSession 127.0.0.1 $port -Tls -TimeoutSeconds 600'
        }
        @{ Name = 'a TLS handshake of Invoke-TcpDialogue'
            Script = 'Invoke-TcpDialogue 127.0.0.1 $port @{ Send = "x" } -Tls -TimeoutSeconds 600'
        }
        @{ Name = 'Test-TlsHandshake'; Script = 'Test-TlsHandshake 127.0.0.1 $port -TimeoutSeconds 600' }
        @{ Name = 'a wait after a token'
            Script = 'Invoke-TcpRequest 127.0.0.1 $port x -Token $token -TimeoutSeconds 600'
        }
        @{ Name = 'a wait for a reply'; Speaks = $true
            Script = 'Invoke-TcpRequest 127.0.0.1 $port x -TimeoutSeconds 600'
        }
        @{ Name = 'a wait of a dialogue'
            Script = 'Invoke-TcpDialogue 127.0.0.1 $port @{ Send = "x"; Expect = "*" } -TimeoutSeconds 600'
        }
        @{ Name = 'a send to a server that does not read'; Speaks = $true
            Script = 'Invoke-TcpRequest 127.0.0.1 $port -Data ([byte[]]::new(64MB)) -TimeoutSeconds 600'
        }
        @{ Name = 'a send over a session to a server that does not read'; Speaks = $true
            Script = '$s = Connect-TcpSession 127.0.0.1 $port
                Send-TcpData $s -Data ([byte[]]::new(64MB)) -TimeoutSeconds 600'
        }
        @{ Name = 'Measure-EchoServer'; Script = 'Measure-EchoServer 127.0.0.1 $port -DurationSeconds 600' }
    ) {
        $shell = Start-Shell $Script
        $running = $shell.BeginInvoke()
        try {
            Wait-Until { $silent.Pending() }
            $peer = $silent.AcceptSocket()
            # Whatever it says first, it has said.
            if ($Speaks) { Wait-Until { $peer.Available -gt 0 } }
            $running.IsCompleted | Should -BeFalse
            $stopping = $shell.BeginStop($null, $null)
            $stopping.AsyncWaitHandle.WaitOne($limit) | Should -BeTrue
            "$($shell.InvocationStateInfo.State)" | Should -Be 'Stopped'
            Test-Ended $peer | Should -BeTrue
        }
        finally {
            if ($peer) { $peer.Dispose() }
            $shell.Dispose()
        }
    }

    It 'ends <Name>, and leaves no socket' -Skip:(-not $IsLinux) -ForEach @(
        @{ Name = 'a connect of Invoke-TcpRequest'; Script = 'Invoke-TcpRequest 127.0.0.1 $hole x -TimeoutSeconds 600' }
        @{ Name = 'a connect of Connect-TcpSession'; Script = 'Connect-TcpSession 127.0.0.1 $hole -TimeoutSeconds 600' }
        @{ Name = 'a connect of Invoke-TcpDialogue'
            Script = 'Invoke-TcpDialogue 127.0.0.1 $hole @{ Send = "x" } -TimeoutSeconds 600'
        }
        @{ Name = 'Test-TcpHandshake'; Script = 'Test-TcpHandshake 127.0.0.1 -Port $hole -TimeoutSeconds 600' }
        @{ Name = 'Wait-NetPort'; Script = 'Wait-NetPort 127.0.0.1 $hole -TimeoutSeconds 600' }
    ) {
        $before = Measure-Socket
        $shell = Start-Shell $Script
        $running = $shell.BeginInvoke()
        try {
            Wait-Until { (Measure-Socket) -gt $before }
            $running.IsCompleted | Should -BeFalse
            $stopping = $shell.BeginStop($null, $null)
            $stopping.AsyncWaitHandle.WaitOne($limit) | Should -BeTrue
            Wait-Until { (Measure-Socket) -le $before }
        }
        finally {
            $shell.Dispose()
        }
    }

    It 'ends <Name>' -ForEach @(
        @{ Name = 'the pause before another try'
            Script = 'Invoke-TcpRequest 127.0.0.1 1 x -RetryCount 9 -RetryDelaySeconds 600'
        }
        @{ Name = 'Receive-TcpData'; Script = 'Receive-TcpData * -TimeoutSeconds 600' }
        @{ Name = 'Wait-TcpSession'; Script = 'Wait-TcpSession * -TimeoutSeconds 600' }
        @{ Name = 'Wait-NetServer'; Script = 'Wait-NetServer -Name * -EventKind Rejected -TimeoutSeconds 600' }
        @{ Name = 'Wait-NetServer for the end'; Script = 'Wait-NetServer -Name * -TimeoutSeconds 600' }
        @{ Name = 'Get-NetServerEvent -Wait'; Script = 'Get-NetServerEvent -Name * -Wait' }
        @{ Name = 'Stop-NetServer, which goes on'; Script = 'Stop-NetServer -Name * -Drain 600' }
    ) {
        $server = Start-TcpEchoServer
        $session = $server | Connect-TcpSession
        [void]($server | Wait-NetServer -ConnectionCount 1 -TimeoutSeconds 20)
        $shell = Start-Shell $Script
        $running = $shell.BeginInvoke()
        try {
            Wait-Until { "$($shell.InvocationStateInfo.State)" -eq 'Running' }
            # It tells nobody when it has come to wait; a moment is enough, and a stop before it would end it, too.
            $running.AsyncWaitHandle.WaitOne(100) | Should -BeFalse
            $stopping = $shell.BeginStop($null, $null)
            $stopping.AsyncWaitHandle.WaitOne($limit) | Should -BeTrue
            "$($shell.InvocationStateInfo.State)" | Should -Be 'Stopped'
            # The session is none of the cmdlet's own, and stays.
            Send-TcpData $session x
            (Receive-TcpData $session -ReplyBytes 1 -TimeoutSeconds 20).Text | Should -BeExactly 'x'
        }
        finally {
            $shell.Dispose()
        }
    }

    It 'ends a wait for a name server that does not answer' -Skip:(-not $unshare) {
        # A file of its own in the place of resolv.conf, seen by this one process; nobody answers at the address in it.
        $deaf = [System.Net.Sockets.UdpClient]::new([System.Net.IPEndPoint]::new([ipaddress]'127.0.0.77', 53))
        Set-Content "$TestDrive/resolv.conf" "nameserver 127.0.0.77`noptions timeout:30 attempts:5"
        Set-Content "$TestDrive/ask.ps1" @"
Import-Module '$manifest'
`$shell = [powershell]::Create().AddScript("Import-Module '$manifest'" +
    '; Invoke-TcpRequest nobody.example.test 9 x -TimeoutSeconds 600')
`$running = `$shell.BeginInvoke()
if (`$running.AsyncWaitHandle.WaitOne(1000)) { "too early: `$(`$shell.Streams.Error)"; exit 1 }
`$shell.Stop()
"`$(`$shell.InvocationStateInfo.State)"
"@
        $pwsh = (Get-Process -Id $PID).Path
        $start = [System.Diagnostics.ProcessStartInfo]::new('unshare', [string[]]('-m', 'sh', '-c',
                'mount --bind "$0" /etc/resolv.conf && exec "$1" -NoProfile -File "$2"',
                "$TestDrive/resolv.conf", $pwsh, "$TestDrive/ask.ps1"))
        $start.RedirectStandardOutput = $true
        $child = [System.Diagnostics.Process]::Start($start)
        try {
            $child.WaitForExit($limit) | Should -BeTrue
            $child.StandardOutput.ReadToEnd().Trim() | Should -Be 'Stopped'
            $child.ExitCode | Should -Be 0
        }
        finally {
            if (-not $child.HasExited) { $child.Kill($true) }
            $deaf.Dispose()
        }
    }
}

Describe 'Ctrl+C at a terminal' -Skip:(-not ($python -and $IsLinux)) {
    BeforeAll {
        # Python at the other end of a terminal: it types a line, waits until the line's command has connected to its
        # silent server, presses the key, and waits for the prompt and for the connection's end.
        $terminal = @'
import fcntl, os, pty, select, socket, struct, sys, termios, time
pwsh, manifest, lines = sys.argv[1], sys.argv[2], sys.argv[3:]
listener = socket.create_server(('127.0.0.1', 0))
pid, tty = pty.fork()
if pid == 0:
    os.environ['TERM'] = 'dumb'
    fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack('HHHH', 40, 200, 0, 0))
    os.execv(pwsh, [pwsh, '-NoLogo', '-NoProfile', '-NoExit', '-Command',
                    "Remove-Module PSReadLine -ErrorAction Ignore; function prompt { 'ready' + '> ' }"])
seen = ''
def until(done):
    """Reads the screen until something is so, and does what a terminal does: it tells where the cursor is."""
    global seen
    end = time.monotonic() + 20
    while not done():
        if time.monotonic() > end:
            sys.exit('too late; on the screen: ' + ascii(seen))
        if tty in select.select([tty, listener], [], [], 1)[0]:
            part = os.read(tty, 65536).decode(errors='replace')
            for _ in range(part.count('\x1b[6n')):
                os.write(tty, b'\x1b[1;1R')
            seen += part
def wait(text):
    global seen
    until(lambda: text in seen)
    seen = seen.split(text, 1)[1]
def line(text):
    os.write(tty, text.encode() + b'\r')
wait('ready> ')
line("Import-Module '%s'; $port = %d" % (manifest, listener.getsockname()[1]))
wait('ready> ')
for text in lines:
    line(text)
    until(lambda: select.select([listener], [], [], 0)[0])
    peer, _ = listener.accept()
    peer.settimeout(20)
    os.write(tty, b'\x03')
    wait('ready> ')
    try:
        while peer.recv(65536):
            pass
    except ConnectionResetError:
        pass
    print('ended', flush=True)
# The session is entered, talked over, left by the key, and still there.
line('$s = Start-TcpServer -Framing Line -Greeting ("We" + "lcome") -Response @{ hello = "hi " + "there" }')
wait('ready> ')
line('$c = Connect-TcpSession 127.0.0.1 $s.Port; Enter-TcpSession $c')
wait('Welcome')
line('hello')
wait('hi there')
os.write(tty, b'\x03')
wait('ready> ')
line('"state " + $c.State')
wait('state Open')
print('left', flush=True)
line('exit 3')
print(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
'@
    }

    It 'ends what waits, and its connection; leaves a session that was entered; and PowerShell goes on' {
        $lines = @(
            'Invoke-TcpRequest 127.0.0.1 $port x -TimeoutSeconds 600'
            'Invoke-TcpRequest 127.0.0.1 $port x -Tls -TimeoutSeconds 600'
            'Invoke-TcpRequest 127.0.0.1 $port -Data ([byte[]]::new(64MB)) -TimeoutSeconds 600'
            'Invoke-TcpDialogue 127.0.0.1 $port @{ Expect = "*" } -TimeoutSeconds 600'
            'Connect-TcpSession 127.0.0.1 $port -Tls -TimeoutSeconds 600'
        )
        $said = python3 -c $terminal (Get-Process -Id $PID).Path $manifest @lines 2>&1
        $said | Should -Be 'ended', 'ended', 'ended', 'ended', 'ended', 'left', '3'
    }
}
