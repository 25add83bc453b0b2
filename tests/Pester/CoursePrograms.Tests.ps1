# The programs of a networking course, each as one command, against Python and Debian's own programs in both directions.
BeforeDiscovery {
    $missing = 'python3', 'socat', 'openssl' |
        Where-Object { -not (Get-Command $_ -CommandType Application -ErrorAction Ignore) }
}

BeforeAll {
    . $PSScriptRoot/_Import.ps1
    $peers = [System.Collections.Generic.List[System.Diagnostics.Process]]::new()

    # Starts a program whose output and errors are read; AfterEach ends it.
    function Start-Peer([string] $Program, [string[]] $Arguments) {
        $start = [System.Diagnostics.ProcessStartInfo]::new($Program, $Arguments)
        $start.RedirectStandardInput = $start.RedirectStandardOutput = $start.RedirectStandardError = $true
        $process = [System.Diagnostics.Process]::Start($start)
        $peers.Add($process)
        $process
    }

    # The next line of a stream; an error where none comes.
    function Read-Line($Stream) {
        $line = $Stream.ReadLineAsync()
        if (-not $line.Wait(20000)) { throw 'The peer said nothing.' }
        $line.Result
    }

    # Starts a server in Python; its first line is the port.
    function Start-PythonServer([string] $Code) {
        $process = Start-Peer python3 '-u', '-c', $Code
        [int](Read-Line $process.StandardOutput)
    }

    # Starts a program that tells its port at the end of the line with a word.
    function Start-Server([string] $Program, [string[]] $Arguments, [string] $Word) {
        $process = Start-Peer $Program $Arguments
        $stream = $Program -eq 'openssl' ? $process.StandardOutput : $process.StandardError
        do { $line = Read-Line $stream } until ($line -match "$Word.*:(\d+)$" -or $null -eq $line)
        [int]$Matches[1]
    }

    # Runs a program to its end; what it wrote.
    function Invoke-Peer([string] $Program, [string[]] $Arguments, [string] $Text = '') {
        $process = Start-Peer $Program $Arguments
        $process.StandardInput.Write($Text)
        $process.StandardInput.Close()
        $output = $process.StandardOutput.ReadToEndAsync()
        $errors = $process.StandardError.ReadToEndAsync()
        if (-not $process.WaitForExit(20000)) { throw "$Program does not end." }
        if ($process.ExitCode) { $output.Result + $errors.Result } else { $output.Result }
    }

    function Invoke-Python([string] $Code, [object[]] $Arguments) {
        (Invoke-Peer python3 (@('-c', "import socket, ssl, sys, threading`n$Code") + $Arguments)).Split("`n") |
            Where-Object { $_ }
    }
}

Describe 'The programs of a course' -Skip:([bool]$missing) {
    AfterEach {
        Get-TcpSession | Disconnect-TcpSession
        Get-NetServer | Stop-NetServer
        foreach ($process in $peers) {
            if (-not $process.HasExited) { $process.Kill($true) }
            $process.Dispose()
        }
        $peers.Clear()
    }

    Context 'a sequential echo server' {
        It 'lets the second client wait until the first leaves' {
            $server = Start-TcpEchoServer -Sequential
            Invoke-Python @'
first = socket.create_connection(('127.0.0.1', int(sys.argv[1])), 20)
first.sendall(b'one')
print(first.recv(10).decode())
second = socket.create_connection(('127.0.0.1', int(sys.argv[1])), 20)
second.sendall(b'two')
second.settimeout(0.3)
try:
    print('answered', second.recv(10))
except TimeoutError:
    print('waits')
first.close()
second.settimeout(20)
print(second.recv(10).decode())
'@ $server.Port | Should -Be 'one', 'waits', 'two'
            $server.TotalConnections | Should -Be 2
        }

        It 'is waited for by the second session' {
            $port = Start-Server socat '-d', '-d', 'TCP-LISTEN:0,bind=127.0.0.1,fork,max-children=1',
                'EXEC:cat' listening
            $first, $second = 1..2 | ForEach-Object { Connect-TcpSession 127.0.0.1 $port }
            Send-TcpData $first one
            (Receive-TcpData $first -ReplyBytes 3 -TimeoutSeconds 20).Text | Should -BeExactly 'one'
            Send-TcpData $second two
            { Receive-TcpData $second -ReplyBytes 3 -TimeoutSeconds 0.3 -ErrorAction Stop } |
                Should -Throw -ErrorId 'ReplyTimedOut,*'
            Disconnect-TcpSession $first
            (Receive-TcpData $second -ReplyBytes 3 -TimeoutSeconds 20).Text | Should -BeExactly 'two'
        }
    }

    Context 'an echo server with a thread for each client' {
        It 'answers twenty clients that are there at the same time' {
            $server = Start-TcpEchoServer
            Invoke-Python @'
together = threading.Barrier(20)
right = []
def use(number):
    with socket.create_connection(('127.0.0.1', int(sys.argv[1])), 20) as s:
        together.wait(20)
        message = str(number).encode() * 1000
        s.sendall(message)
        s.shutdown(socket.SHUT_WR)
        answer = b''
        while piece := s.recv(4096):
            answer += piece
        right.append(answer == message)
threads = [threading.Thread(target=use, args=(number,)) for number in range(20)]
[thread.start() for thread in threads]
[thread.join(20) for thread in threads]
print(right.count(True))
'@ $server.Port | Should -Be 20
        }

        It 'answers twenty sessions, the last one first' {
            $port = Start-PythonServer @'
import socketserver
class Echo(socketserver.BaseRequestHandler):
    def handle(self):
        while data := self.request.recv(1024):
            self.request.sendall(data)
class Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
with Server(('127.0.0.1', 0), Echo) as server:
    print(server.server_address[1])
    server.serve_forever()
'@
            $sessions = 1..20 | ForEach-Object { Connect-TcpSession 127.0.0.1 $port }
            foreach ($number in 19..0) {
                Send-TcpData $sessions[$number] "number $number"
                ($sessions | Wait-TcpSession -TimeoutSeconds 20).Id | Should -Be $sessions[$number].Id
                (Receive-TcpData $sessions[$number] -Until "$number").Text | Should -BeExactly "number $number"
            }
        }
    }

    Context "a server that answers 'accepted' to anything, and 'closed' to 'close' before it closes" {
        It 'answers Python' {
            $server = Start-TcpServer -Response @{ '*' = 'accepted' } -CloseOn close -CloseReply closed
            Invoke-Python @'
with socket.create_connection(('127.0.0.1', int(sys.argv[1])), 20) as s:
    for word in 'hello', 'closed?', 'cLoSe':
        s.sendall(word.encode())
        print(s.recv(100).decode())
    print(s.recv(100))
'@ $server.Port | Should -Be 'accepted', 'accepted', 'closed', "b''"
        }

        It 'is asked in Python' {
            $port = Start-PythonServer @'
import socketserver
class Accept(socketserver.BaseRequestHandler):
    def handle(self):
        while data := self.request.recv(1024):
            if data.decode().lower() == 'close':
                self.request.sendall(b'closed')
                return
            self.request.sendall(b'accepted')
with socketserver.TCPServer(('127.0.0.1', 0), Accept) as server:
    print(server.server_address[1])
    server.serve_forever()
'@
            $steps = Invoke-TcpDialogue 127.0.0.1 $port -Framing Raw -ContinueOnFailure -TimeoutSeconds 20 -Step `
                @{ Send = 'hello'; Expect = 'accepted' }, @{ Send = 'CLOSE'; Expect = 'closed' }, @{ Expect = '*' }
            $steps.Passed | Should -Be $true, $true, $false
            $steps[2].Reason | Should -BeLike '*closed the connection.'
        }
    }

    Context "a server that answers 'Echo: <message>' and drops the silent and those who send no UTF-8" {
        It 'answers and drops Python' {
            $server = Start-TcpEchoServer -Prefix 'Echo: ' -IdleTimeoutSeconds 0.5
            Invoke-Python @'
with socket.create_connection(('127.0.0.1', int(sys.argv[1])), 20) as s:
    s.sendall('grüß dich'.encode())
    print(ascii(s.recv(100).decode()))
    print('silent', s.recv(100))
with socket.create_connection(('127.0.0.1', int(sys.argv[1])), 20) as s:
    s.sendall(b'\xff\xfe')
    print('no text', s.recv(100))
'@ $server.Port | Should -Be "'Echo: gr\xfc\xdf dich'", "silent b''", "no text b''"
            [void]($server | Wait-NetServer -ActiveCount 0 -TimeoutSeconds 20)
            ($server | Get-NetServerEvent -EventKind Closed).Reason |
                Should -Be 'Idle', 'ProtocolError: The message is not utf-8 text.'
            $server.FailedConnections | Should -Be 2
        }

        It 'is asked of socat, which drops the silent' {
            Set-Content "$TestDrive/echo.sed" 's/^/Echo: /'
            $port = Start-Server socat '-d', '-d', '-T0.5', 'TCP-LISTEN:0,bind=127.0.0.1,fork',
                "EXEC:sed -u -f $TestDrive/echo.sed" listening
            $session = Connect-TcpSession 127.0.0.1 $port
            Send-TcpData $session hello -Framing Line
            (Receive-TcpData $session -Framing Line -TimeoutSeconds 20).Text | Should -BeExactly 'Echo: hello'
            $session | Wait-TcpSession -Closed -Quiet -TimeoutSeconds 20 | Should -BeTrue
        }

        It 'is asked in Python, which drops those who send no UTF-8' {
            $port = Start-PythonServer @'
import socketserver
class Echo(socketserver.StreamRequestHandler):
    def handle(self):
        for line in self.rfile:
            try:
                self.wfile.write(('Echo: ' + line.decode()).encode())
            except UnicodeDecodeError:
                return
with socketserver.TCPServer(('127.0.0.1', 0), Echo) as server:
    print(server.server_address[1])
    server.serve_forever()
'@
            (Invoke-TcpRequest 127.0.0.1 $port 'grüß dich' -Framing Line).Text | Should -BeExactly 'Echo: grüß dich'
            { Invoke-TcpRequest 127.0.0.1 $port -Data ([byte[]](255, 10)) -Until "`n" -ErrorAction Stop } |
                Should -Throw -ErrorId 'PeerClosed,*'
        }
    }

    Context 'TLS' {
        BeforeAll {
            $lab = Join-Path $TestDrive lab
            [void](New-Item $lab -ItemType Directory)
            $authority = New-LabCertificate Authority -Path "$lab/root"
            [void](New-LabCertificate -Issuer $authority -Path "$lab/server")
            [void](New-LabCertificate Client -Issuer $authority -Path "$lab/alice")
            [void](New-LabCertificate Client -Issuer $authority -Untrusted -Path "$lab/mallory")
            $trusting = @{ TrustedCertificate = "$lab/root.crt"; IPv4 = $true }
        }

        It 'echoes to openssl s_client' {
            $server = Start-TcpEchoServer -Certificate "$lab/server.crt"
            $client = Start-Peer openssl 's_client', '-connect', "127.0.0.1:$($server.Port)", '-quiet',
                '-servername', 'localhost', '-CAfile', "$lab/root.crt", '-verify_return_error'
            $client.StandardInput.WriteLine('hello')
            $client.StandardInput.Flush()
            Read-Line $client.StandardOutput | Should -BeExactly 'hello'
        }

        It "echoes to Python's ssl" {
            $server = Start-TcpEchoServer -Certificate "$lab/server.crt"
            Invoke-Python @'
context = ssl.create_default_context(cafile=sys.argv[2])
with socket.create_connection(('127.0.0.1', int(sys.argv[1])), 20) as plain:
    with context.wrap_socket(plain, server_hostname='localhost') as s:
        s.sendall(b'hello')
        print(s.version(), s.recv(5).decode())
'@ $server.Port, "$lab/root.crt" | Should -Be 'TLSv1.3 hello'
        }

        It 'asks openssl s_server' {
            $port = Start-Server openssl 's_server', '-accept', '127.0.0.1:0', '-cert', "$lab/server.crt", '-key',
                "$lab/server.key", '-rev' ACCEPT
            (Invoke-TcpRequest localhost $port "hello`n" -Until "`n" @trusting).Text | Should -BeExactly "olleh`n"
        }

        It 'refuses <Who> as a server with mutual TLS' -ForEach @(
            @{ Who = 'a client without a certificate'; Show = $null }
            @{ Who = 'a client of another authority'; Show = 'mallory' }
        ) {
            $server = Start-TcpEchoServer -Certificate "$lab/server.crt" -RequireClientCertificate `
                -TrustedCertificate "$lab/root.crt"
            $common = 's_client', '-connect', "127.0.0.1:$($server.Port)", '-CAfile', "$lab/root.crt", '-quiet'
            $shown = $Show ? ('-cert', "$lab/$Show.crt", '-key', "$lab/$Show.key") : @()
            Invoke-Peer openssl ($common + $shown) "hello`n" | Should -Not -Match '(?m)^hello'
            [void]($server | Wait-NetServer -EventKind Closed -TimeoutSeconds 20)
            ($server | Get-NetServerEvent -EventKind TlsFailed).Reason | Should -BeLike "The client's certificate*"
            $server.RejectedConnections | Should -Be 1
            $server.BytesReceived | Should -Be 0
            $alice = Start-Peer openssl ($common + ('-cert', "$lab/alice.crt", '-key', "$lab/alice.key"))
            $alice.StandardInput.WriteLine('hello')
            $alice.StandardInput.Flush()
            Read-Line $alice.StandardOutput | Should -BeExactly 'hello'
        }

        It 'is refused by openssl s_server with mutual TLS unless it shows its certificate' {
            $port = Start-Server openssl 's_server', '-accept', '127.0.0.1:0', '-cert', "$lab/server.crt", '-key',
                "$lab/server.key", '-CAfile', "$lab/root.crt", '-Verify', '1', '-verify_return_error', '-rev' ACCEPT
            $ask = @{ ComputerName = 'localhost'; Port = $port; Message = "hello`n"; Until = "`n" } + $trusting
            { Invoke-TcpRequest @ask -ErrorAction Stop } | Should -Throw -ErrorId 'TlsFailed,*'
            { Invoke-TcpRequest @ask -Certificate "$lab/mallory.crt" -ErrorAction Stop } |
                Should -Throw -ErrorId 'TlsFailed,*'
            (Invoke-TcpRequest @ask -Certificate "$lab/alice.crt").Text | Should -BeExactly "olleh`n"
        }
    }

    Context 'a number dialogue with a state' {
        It 'is played by Python to its end' {
            $server = Start-GuessServer -Minimum 1 -Maximum 1000 -Seed 5
            $said = Invoke-Python @'
with socket.create_connection(('127.0.0.1', int(sys.argv[1])), 20) as s, s.makefile('rw', newline='\n') as stream:
    print(stream.readline().strip())
    low, high, tries = 1, 1000, 0
    while True:
        guess = (low + high) // 2
        print(guess, file=stream, flush=True)
        tries += 1
        answer = stream.readline().strip()
        if answer == 'Too low.':
            low = guess + 1
        elif answer == 'Too high.':
            high = guess - 1
        else:
            print(answer, tries)
            break
'@ $server.Port
            $said[0] | Should -BeLike 'Welcome*1 to 1000.'
            $said[1] | Should -Match '^Winner! It took (\d+) attempts?\. \1$'
        }

        It 'plays with Python' {
            $port = Start-PythonServer @'
import socketserver
class Guess(socketserver.StreamRequestHandler):
    def handle(self):
        self.wfile.write(b'Welcome\n')
        for tries, line in enumerate(self.rfile, 1):
            guess = int(line)
            if guess == 42:
                self.wfile.write(f'Winner after {tries}\n'.encode())
                return
            self.wfile.write(b'too low\n' if guess < 42 else b'too high\n')
with socketserver.TCPServer(('127.0.0.1', 0), Guess) as server:
    print(server.server_address[1])
    server.serve_forever()
'@
            $steps = Invoke-TcpDialogue 127.0.0.1 $port -TimeoutSeconds 20 -Step @{ Expect = 'Welcome*' },
                @{ Send = '50'; Expect = '*high' }, @{ Send = '25'; Expect = '*low' },
                @{ Send = '42'; Match = '^Winner after 3$' }
            $steps.Passed | Should -Be $true, $true, $true, $true
        }
    }
}
