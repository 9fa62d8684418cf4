from flask import Flask
import os
import socket

app = Flask(__name__)

@app.route('/')
def hello():
    hostname = socket.gethostname()
    env_var = os.getenv('CUSTOM_MESSAGE', 'Hello from Container!')
    return f'''
    <h1>{env_var}</h1>
    <p>Container Hostname: {hostname}</p>
    <p>Container Technology: Docker</p>
    '''

@app.route('/health')
def health():
    return {'status': 'healthy', 'container': socket.gethostname()}

if __name__ == '__main__':
    app.run(host='0.0.0.0', port=5000)
