"""labelscope"""
